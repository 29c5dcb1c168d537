"""The guided tour: its steps as data, how far one is, and the guide that looks on. Nothing of it is loaded unasked."""
