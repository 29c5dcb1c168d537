"""A task definition as a wizard fills it in: fields, pages, checks, the requests it becomes."""
