"""Pictures made of paintings: sheets, strips and films. Pure: what goes in decides what comes out."""
