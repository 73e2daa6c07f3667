"""What `python -m engine` does, one file a subcommand.

Such a file has `add_parser(subparsers)`, which declares its command or commands, and `run(options, console)`, which
does what was asked (`options.command` says which) and returns the exit status: 0, or 1 where some of the work failed.
What makes no sense is a `CommandError`, or an error of the engine. `engine/__main__.py` names the files.
"""
