"""Time as pictures: a scale over dates as they are known, and the timelines drawn on it."""
