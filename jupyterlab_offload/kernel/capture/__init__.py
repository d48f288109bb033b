"""What a cell needs to run elsewhere: names, values, definitions, imports, modules, files."""
