"""Other people's formats: the register of administrative units as a data package."""
