/* When something is done. */

/* `act`, once the calls of it have been over for so many milliseconds; `cancel` forgets the last one. */
export function debounce(act, milliseconds) {
  let timer = 0;
  function call() {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  }
  call.cancel = () => clearTimeout(timer);
  return call;
}

export function noop() {}
