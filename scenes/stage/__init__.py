"""The stage that chapters play on: beats, moves, seams between pictures, and the pictures most chapters share."""
