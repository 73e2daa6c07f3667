"""One file per trained network: a typed config, the networks, one step, its samples and what it exports."""
