"""How good a method is: the ruler's figures, the gates against artefacts, and pages to judge pictures by eye."""
