"""How visits are paid: the tab of the chart, with its forms."""
