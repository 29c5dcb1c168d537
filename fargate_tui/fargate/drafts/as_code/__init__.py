"""The same creations as code: AWS CLI commands, CLI-input JSON, CloudFormation, Terraform. Pure, and told in full.

What a form cannot say stands in it as a comment ("not said here: …"); values that look like secrets are in none of
them.
"""
