/* Scripts and stylesheets that a page asks for when it has a use for them. */

const loaded = new Map();

/* A script is loaded once; a stylesheet again where the theme's instant navigation has thrown it out. */
export function loadFile(address) {
  const known = loaded.get(address), isStyle = /\.css$/.test(address);
  if (known && (!isStyle || known.node.isConnected)) { return known.promise; }
  const node = document.createElement(isStyle ? "link" : "script");
  const promise = new Promise((resolve, reject) => {
    if (isStyle) {
      node.rel = "stylesheet";
      node.href = address;
    } else {
      node.async = false;
      node.src = address;
    }
    node.onload = resolve;
    node.onerror = (problem) => {
      loaded.delete(address);
      reject(problem);
    };
  });
  loaded.set(address, { node, promise });
  document.head.append(node);
  return promise;
}

/* The folder of our files, as an element of the page names it. */
export function assetsOf(root) {
  return new URL(root.dataset.assets, location.href).href;
}

/* Whether `root` is met for the first time: the theme calls for one page more than once. */
export function isFirstTime(root) {
  if (root.dataset.begun !== undefined) { return false; }
  root.dataset.begun = "";
  return true;
}
