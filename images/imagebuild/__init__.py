"""Makes images out of files, without a registry and without a container engine."""
