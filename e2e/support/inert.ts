import type { BrowserContext, Page } from "@playwright/test";

/** Notes all that would be a success of the attacker's, in every page of a browser. */
export async function watchAttacks(context: BrowserContext, own: string) {
  const seen: string[] = [];
  await context.exposeFunction("keepViolation", (text: string) => seen.push(text));
  await context.addInitScript(() => {
    const { keepViolation } = window as unknown as { keepViolation(text: string): void };
    document.addEventListener(
      "securitypolicyviolation",
      ({ violatedDirective, blockedURI, sample }) =>
        keepViolation(`${violatedDirective} ${blockedURI} ${sample}`),
    );
  });
  context.on("dialog", (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== own && !["data:", "blob:"].includes(protocol)) seen.push(request.url());
  });
  return seen;
}

/** What a page has that nothing of a stranger's may have put there, and its links to elsewhere. */
export function inspect(page: Page, url: string) {
  return page.evaluate((own) => {
    const found: string[] = [];
    const links: string[] = [];
    const FOREIGN =
      "iframe,frame,object,embed,base,portal,applet,math,image,animate,audio,video,source,track,marquee,template,noscript,style:not([nonce]),meta[http-equiv=refresh],link[rel=prefetch],x-evil,[srcset],[srcdoc],[ping],[formaction],[background],[is],[autofocus],[action^=javascript]";
    for (const element of document.querySelectorAll("*")) {
      const { id, attributes } = element;
      const isOurs = ["SCRIPT", "LINK"].includes(element.tagName);
      const address = element.getAttribute("src") ?? element.getAttribute("href") ?? "";
      const url = URL.parse(address, location.href);
      if (element.matches(FOREIGN)) found.push(element.outerHTML);
      if (isOurs && url?.origin !== own) found.push(element.outerHTML);
      if (element.matches("script:not([src])") && !(element as HTMLElement).nonce)
        found.push("script");
      if (element.matches("img") && !/^(data:image\/|blob:)/.test(address)) found.push(address);
      if (/^(__next|currentScript|cookie|getElementById|body|documentElement)$/.test(id))
        found.push(id);
      for (const { name, value } of attributes)
        if (/^on/i.test(name) || (name === "style" && /url\(|inset/.test(value))) found.push(name);
      if (!element.matches("a[href],area[href],[*|href]:not(link,use)") || url?.origin === own)
        continue;
      const { target, rel } = element as HTMLAnchorElement;
      if (target !== "_blank" || rel !== "noopener noreferrer") found.push(element.outerHTML);
      links.push(`${url?.protocol}${url?.username ? "user" : ""}`);
    }
    const { __pwned, polluted } = window as unknown as Record<string, unknown>;
    return { found, links: [...new Set(links)].sort(), __pwned, polluted };
  }, url);
}

/** Has a script of a page try to make markup and script of texts. Returns how each attempt failed. */
export function tryTexts(page: Page) {
  return page.evaluate(() => {
    const attempts = [
      () => document.body.insertAdjacentHTML("beforeend", "<p>x</p>"),
      () => document.createElement("script").setAttribute("src", "https://evil.test/script.js"),
      () => Object.assign(document.createElement("script"), { text: "__pwned=1" }),
      () => document.createElement("iframe").setAttribute("srcdoc", "<p>x</p>"),
      () => new DOMParser().parseFromString("<p>x</p>", "text/html"),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return undefined;
      } catch (error) {
        return (error as Error).name;
      }
    });
  });
}
