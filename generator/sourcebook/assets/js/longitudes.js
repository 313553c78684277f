/* Flat maps of a round world: where they are cut, and what lies on both sides of the antimeridian. */

/* Points of [latitude, longitude], so many degrees further east. */
export function shiftEast(points, degrees) {
  return degrees ? points.map(([latitude, longitude]) => [latitude, longitude + degrees]) : points;
}

/* A line that goes on beyond 180 degrees instead of jumping to -180. */
export function unwrapLine(line) {
  let degrees = 0;
  return line.map(([latitude, longitude], place) => {
    const step = place ? longitude - line[place - 1][1] : 0;
    degrees -= Math.abs(step) > 180 ? 360 * Math.sign(step) : 0;
    return [latitude, longitude + degrees];
  });
}

/* The western end of the flat map: -180, unless the widest stretch without a place lies elsewhere. Then the map is cut
   in the middle of that, and what lies on both sides of the antimeridian is not at two ends of the world. */
export function westernEnd(longitudes) {
  const sorted = longitudes.slice().sort((a, b) => a - b);
  let widest = sorted[0] + 360 - sorted[sorted.length - 1], end = -180;
  for (let i = 1; i < sorted.length; i += 1) {
    if (sorted[i] - sorted[i - 1] > widest) {
      widest = sorted[i] - sorted[i - 1];
      end = (sorted[i] + sorted[i - 1]) / 2;
    }
  }
  return end;
}

/* How far to shift what lies at some longitude so that it is on a flat map that begins at `west`. */
export function shiftInto(longitude, west) { return -360 * Math.floor((longitude - west) / 360); }

/* The ends of some longitudes, of which there may be too many for the arguments of one call. */
export function longitudeRange(points) {
  let least = Infinity, most = -Infinity;
  for (const [, longitude] of points) {
    least = Math.min(least, longitude);
    most = Math.max(most, longitude);
  }
  return [least, most];
}

/* What is drawn from `west` on, once more for what reaches over either end. `outer` gives the outline of an item. */
export function repeatOnMap(items, west, outer, shift) {
  return items.flatMap((item) => {
    const [least, most] = longitudeRange(outer(item));
    return [-720, -360, 0, 360, 720]
      .filter((degrees) => least + degrees < west + 359.99 && most + degrees > west + 0.01)
      .map((degrees) => shift(item, degrees));
  });
}
