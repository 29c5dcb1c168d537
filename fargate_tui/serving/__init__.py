"""The program in a browser of this machine: who is let in, the page, and a process for each visit."""
