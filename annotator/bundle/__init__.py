"""What is handed to people without Annotator: one file per thing exported.

`html.write_html(out, content, progress=None)` and `pdf.write_pdfs(folder, content, progress=None)` take a
`content.BundleContent` and give `content.Written`. The path must not exist; ending in `.zip` it becomes a ZIP.
"""
