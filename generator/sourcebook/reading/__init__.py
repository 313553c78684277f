"""From files to records: YAML text to raw values with positions, raw values to typed records."""
