import { tabStops } from './tabStops';

function stopsOf(html: string): string[] {
  const node = document.createElement('div');
  node.innerHTML = html;
  return tabStops(node).map(one => one.id);
}

describe('tabStops', () => {
  it('are what Tab stops at, in order', () => {
    expect(
      stopsOf(
        '<button id="a"></button><p>x</p><input id="b"><pre id="c" tabindex="0">' +
          '</pre><button id="d" tabindex="-1"></button><a id="e"></a>' +
          '<button id="f" disabled></button><a id="g" href="#"></a>'
      )
    ).toEqual(['a', 'b', 'c', 'g']);
  });

  it('have one radio button of each name', () => {
    const radio = (id: string, name: string, more = '') =>
      `<input type="radio" id="${id}" name="${name}" ${more}>`;
    expect(
      stopsOf(
        radio('a', 'x') +
          radio('b', 'x', 'checked') +
          radio('c', 'y') +
          radio('d', 'y')
      )
    ).toEqual(['b', 'c']);
  });
});
