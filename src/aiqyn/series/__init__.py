"""Numbers side by side: over time, from two countries, of one cost, by stage. What charts draw and checks compare."""
