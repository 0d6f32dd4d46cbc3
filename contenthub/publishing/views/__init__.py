"""Publishing's own admin screens, one file each."""
