"""The command ``kg``: the composition root."""
