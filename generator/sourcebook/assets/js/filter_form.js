/* The form above a list: its fields say what is shown, and say it in the page's state as well. */

/* Fills the form's fields of these names from `state`, shows it, and keeps `state` as the reader changes them. What a field
   cannot hold, and a name without a field, is empty in `state`. `onClear` follows the button that empties all fields. */
export function initFilterForm(form, names, state, { onInput, clearButton, onClear = onInput }) {
  const fields = names.filter((name) => form.elements[name]);

  function fillIn() {
    for (const name of fields) {
      const field = form.elements[name];
      field.value = state[name];
      if (field.value !== state[name]) { state[name] = field.value = ""; }
    }
  }

  for (const name of names) {
    if (!form.elements[name]) { state[name] = ""; }
  }
  fillIn();
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    for (const name of fields) { state[name] = form.elements[name].value; }
    onInput();
  });
  if (clearButton) {
    clearButton.addEventListener("click", () => {
      for (const name of names) { state[name] = ""; }
      fillIn();
      onClear();
      form.elements.find.focus();
    });
  }
}
