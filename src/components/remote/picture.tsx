import React, { useEffect, useState } from 'react';

/** Pictures that a browser only draws. */
const DRAWN = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
const SVG = 'image/svg+xml';
/** A larger picture is not shown before its job's results are verified. */
const MAX_CHARACTERS = 20_000_000;

/** A picture's bytes with the type under which they are shown. */
export interface IPicture {
  readonly type: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** The picture in a bundle, if there is one that can be shown. */
export function pictureIn(
  data: Readonly<Record<string, unknown>>
): IPicture | null {
  for (const type of DRAWN) {
    const encoded = data[type];
    if (typeof encoded === 'string' && encoded.length <= MAX_CHARACTERS) {
      const content = decoded(encoded);
      if (content) {
        return { type, content };
      }
    }
  }
  const svg = data[SVG];
  return typeof svg === 'string' && svg.length <= MAX_CHARACTERS
    ? { type: SVG, content: svg }
    : null;
}

/** The picture that a data URL holds, if it is one that a browser only draws. */
export function pictureFrom(url: string): IPicture | null {
  const [head, encoded] = url.split(',', 2);
  const type = /^data:([a-z/]+);base64$/.exec(head)?.[1];
  return encoded !== undefined && DRAWN.some(one => one === type)
    ? pictureIn({ [type!]: encoded })
    : null;
}

/**
 * Draws a picture through `<img>`, where no script of an SVG runs, nothing is
 * fetched by it, and whatever is no picture is not drawn.
 */
export function Picture(props: {
  readonly picture: IPicture;
  readonly alt: string;
}): React.ReactElement | null {
  const { type, content } = props.picture;
  const [url, setUrl] = useState('');
  useEffect(() => {
    if (typeof content === 'string') {
      // A Blob's address has Jupyter's origin, and scripts of an SVG that is
      // opened in a tab of its own would run there; a data URL has none.
      setUrl(`data:${type},${encodeURIComponent(wellFormed(content))}`);
      return;
    }
    const made = URL.createObjectURL(new Blob([content], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [type, content]);
  return url === '' ? null : (
    <img className="jp-Offload-picture" src={url} alt={props.alt} />
  );
}

/** Half a surrogate pair becomes U+FFFD: it has no encoding. */
function wellFormed(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

function decoded(encoded: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(encoded.replace(/\s/g, '')), character =>
      character.charCodeAt(0)
    );
  } catch {
    return null;
  }
}
