// What shows objects: Format-*, Out-*.

export { displayCmdlets } from "./family.js";
export { createHostFormatter, formatServices, lineWidth } from "./services.js";
export { PSStyleObject, styleTypes } from "./ps-style.js";
