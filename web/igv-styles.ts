// web/igv-styles.ts — builds igv.js into pages whose content security policy has no unsafe-inline and one origin.

/** A sheet made by a script, which the policy does not stand against: igv's own it makes so already. */
const ADOPTED =
  '{ const sheet = new CSSStyleSheet(); sheet.replaceSync(style.textContent); document.adoptedStyleSheets.push(sheet); }';

/** What is in igv.js, and what stands in its place. */
const CHANGES = [
  // The sheets of its colour picker and of its circular view.
  ['document.documentElement.firstElementChild.appendChild(style);', ADOPTED],
  ['document.head.insertBefore(style, document.head.childNodes[ document.head.childNodes.length - 1 ]);', ADOPTED],
  // Questions to igv.org, which would learn what people look at.
  ['await igvxhr.loadString(mappingURL, {timeout: MAPPING_TIMEOUT})', "''"],
  ['feature = await searchWebService(browser, name, searchConfig);', 'feature = undefined;'],
] as const;

/** A plugin of vite. Ends the build where igv.js is no longer as it was when this was written. */
export function igvWithinPolicy() {
  let met = 0;
  return {
    name: 'igv-within-policy',
    transform(code: string, id: string): { code: string; map: null } | undefined {
      if (!/[\\/]igv[\\/]dist[\\/]igv(?:\.esm)?\.js$/.test(id.split('?')[0]!)) return undefined;
      met += 1;
      let text = code;
      for (const [found, wanted] of CHANGES) {
        if (!text.includes(found)) throw new Error(`igv.js no longer has: ${found}`);
        text = text.replace(found, () => wanted);
      }
      return { code: text.replaceAll(/ style="[^"$\n]*"/g, ''), map: null };
    },
    buildEnd(error?: Error): void {
      if (!error && met === 0) throw new Error('The pages were built without the igv.js that this plugin knows.');
    },
  };
}
