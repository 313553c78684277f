"""What a build knows, kept in files for the next one."""
