"""Who I am in a project, and what this computer keeps of it."""
