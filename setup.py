"""Only what pyproject.toml can't say: the folder `resources/` travels inside the wheel as `annotator/resources/`."""

from __future__ import annotations

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["annotator", "annotator.*"]), "annotator.resources"],
    package_dir={"annotator.resources": "resources"},
    package_data={"annotator": ["py.typed"], "annotator.resources": ["*/**"]},
    exclude_package_data={"annotator.resources": ["**/__pycache__/**", "**/*.pyc"]},
    include_package_data=False,
)
