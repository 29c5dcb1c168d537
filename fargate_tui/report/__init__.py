"""What somebody who looks for a defect has to know of this machine and this session, and nothing that is secret."""
