"""The scores (votes) of all answers to one question, and the waves that they are made of."""
