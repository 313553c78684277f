/* Elements made by scripts. What they say goes in as text, never as markup. */

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) { made.className = className; }
  if (text !== undefined) { made.textContent = text; }
  return made;
}
