/* Scripts run here: the page may show what needs them. Not a module, so that it runs before anything is painted. */
document.documentElement.className = "js";
