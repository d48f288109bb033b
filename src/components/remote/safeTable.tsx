import React from 'react';
import { Picture, pictureFrom } from './picture';

/** What is kept of a job's HTML: its words and its tables. */
const KEPT: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'table thead tbody tfoot tr th td caption p div span b i em strong pre ' +
    'code ul ol li br sub sup'
  )
    .split(' ')
    .map(tag => [tag, tag])
);
/** What goes with all that is in it. */
const DROPPED = new Set([
  'script',
  'style',
  'iframe',
  'object',
  'template',
  'svg',
  'math',
  'noscript',
  'head'
]);
/** Larger ones would hold up the page; the kernel gets all of it. */
const MAX_CHARACTERS = 500_000;
const MAX_NODES = 5000;
const MAX_DEPTH = 40;

/**
 * A job's HTML, reduced to text and tables. It is read by an inert document and
 * made anew from the names above: no attribute but the span of a cell comes
 * through, so nothing can run, load or lead anywhere.
 */
export function SafeTable(props: {
  readonly html: string;
  /** In its place where no word is left of it. */
  readonly empty?: React.ReactElement;
}): React.ReactElement {
  const content = React.useMemo(() => {
    const html = props.html.slice(0, MAX_CHARACTERS);
    const read = new DOMParser().parseFromString(html, 'text/html');
    return hasWords(read.body) ? madeAnew(read.body) : null;
  }, [props.html]);
  return content === null && props.empty ? (
    props.empty
  ) : (
    <div className="jp-RenderedHTMLCommon">{content}</div>
  );
}

/**
 * The words and tables within a node of an inert document; with `alt`, pictures
 * too that are in it as data, under that text.
 */
export function madeAnew(
  parent: Node,
  alt: string | null = null
): React.ReactNode[] {
  return rebuilt(parent, { nodes: 0, alt }, 0);
}

function hasWords(parent: Node): boolean {
  return Array.from(parent.childNodes).some(node =>
    node instanceof Element
      ? !DROPPED.has(node.localName) && hasWords(node)
      : node.nodeType === Node.TEXT_NODE && node.textContent?.trim()
  );
}

function rebuilt(
  parent: Node,
  count: { nodes: number; readonly alt: string | null },
  depth: number
): React.ReactNode[] {
  const found: React.ReactNode[] = [];
  for (const node of Array.from(parent.childNodes)) {
    count.nodes += 1;
    if (count.nodes > MAX_NODES || depth > MAX_DEPTH) {
      break;
    }
    if (node.nodeType === Node.TEXT_NODE) {
      // React warns of white space between the rows of a table.
      if (!isTablePart(parent) || node.textContent?.trim()) {
        found.push(node.textContent);
      }
    } else if (node instanceof Element) {
      const name = node.localName;
      if (DROPPED.has(name)) {
        continue;
      }
      if (name === 'img' && count.alt !== null) {
        const picture = pictureFrom(node.getAttribute('src') ?? '');
        if (picture) {
          found.push(
            <Picture key={count.nodes} picture={picture} alt={count.alt} />
          );
        }
        continue;
      }
      const tag = Object.hasOwn(KEPT, name) ? name : React.Fragment;
      const children = name === 'br' ? [] : rebuilt(node, count, depth + 1);
      const attributes = { key: count.nodes, ...spans(node) };
      found.push(React.createElement(tag, attributes, ...children));
    }
  }
  return found;
}

function isTablePart(node: Node): boolean {
  return ['TABLE', 'THEAD', 'TBODY', 'TFOOT', 'TR'].includes(node.nodeName);
}

function spans(cell: Element): { colSpan?: number; rowSpan?: number } {
  if (cell.localName !== 'td' && cell.localName !== 'th') {
    return {};
  }
  const span = (name: string) => {
    const text = cell.getAttribute(name) ?? '';
    return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
  };
  return { colSpan: span('colspan'), rowSpan: span('rowspan') };
}
