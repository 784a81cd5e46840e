"""Makes run folders of networks that others trained."""
