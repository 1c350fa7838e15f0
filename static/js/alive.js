/* Scripts run here: the page may show what needs them. Not a module, so that it runs before anything is painted;
   a browser that knows no modules stays with the plain forms. */
if ("noModule" in document.createElement("script")) document.documentElement.className = "js";
