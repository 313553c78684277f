/* The words that scripts show, as words.py has those of pages: English stands in the code, and another language in
   `window.sourcebookWords`, which a script of the site sets before these: `messages`, by what the code says, each a text or
   its plural forms in order, and `formOf`, which gives a number's place among them. */

import { formatNumber } from "./text.js";

function translationOf(message) {
  const words = window.sourcebookWords;
  return words && words.messages[message];
}

function fill(message, values) {
  return message.replace(/%\((\w+)\)s/g, (whole, name) => values[name]);
}

/* The message with its values: `say("Sort by %(column)s", { column })`. */
export function say(message, values = {}) {
  return fill(translationOf(message) || message, values);
}

/* The message in the form for so many; `%(number)s` is the figure. */
export function sayN(singular, plural, count, values = {}) {
  const forms = translationOf(singular) || [singular, plural];
  const place = window.sourcebookWords ? window.sourcebookWords.formOf(count) : Number(count !== 1);
  return fill(forms[place], { number: formatNumber(count), ...values });
}

/* "1 place", "14 places". */
export function sayCount(count, noun, plural) {
  return sayN(`%(number)s ${noun}`, `%(number)s ${plural}`, count);
}

/* "3 of 14 places", or "14 places" where all of them match. */
export function describeCount(matching, total, noun, plural) {
  const whole = sayCount(total, noun, plural);
  return matching === total ? whole : say("%(part)s of %(whole)s", { part: formatNumber(matching), whole });
}
