import { nullTranslator } from '@jupyterlab/translation';
import React, { act } from 'react';
import { Stage } from '../components/testing';
import { FakeJob } from '../jobs/testing';
import { SavedOutputs } from './savedOutputs';

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PICTURE = `<p><img alt="" src="data:image/png;base64,${PIXEL}"></p>`;
const TABLE = '<div><table><tr><td colspan="2">3.5</td></tr></table></div>';
const STREAM = '<pre class="jp-Offload-stream">printed</pre>';

describe('SavedOutputs', () => {
  let stage: Stage;
  const trans = nullTranslator.load('jupyterlab_offload');

  async function show(outputs: string, job: FakeJob | null = null) {
    const html = `<div><p><b>Completed</b> cell-1</p><table><tr><th>cost</th></tr></table><div class="jp-Offload-outputs">${outputs}</div></div>`;
    await stage.show(<SavedOutputs html={html} job={job} trans={trans} />);
  }

  beforeEach(() => {
    // jsdom has neither.
    Object.assign(URL, {
      createObjectURL: () => 'blob:picture',
      revokeObjectURL: () => undefined
    });
    stage = new Stage();
  });

  afterEach(() => stage.dispose());

  it('shows tables, text and pictures, and not what the card says itself', async () => {
    await show(STREAM + TABLE + PICTURE);
    expect(stage.node.textContent).toBe('printed3.5');
    expect(stage.node.querySelector('td')?.colSpan).toBe(2);
    const picture = stage.node.querySelector('img');
    expect(picture?.src).toBe('blob:picture');
    expect(picture?.alt).toBe('Picture from the job');
  });

  it('leaves out what was printed once the job’s log is there', async () => {
    const job = new FakeJob({ backend: 'local', name: 'cell-1' });
    await show(STREAM + TABLE, job);
    expect(stage.node.textContent).toContain('printed');
    act(() => job.log.push('printed'));
    expect(stage.node.textContent).toBe('3.5');
  });

  it.each([
    '<img src="https://elsewhere.example/x.png" onerror="alert(1)">',
    '<img src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=">',
    '<img src="data:text/html;base64,PGI+">',
    '<img src="data:image/png;base64,@@@">',
    '<img>',
    '<script>globalThis.evil = true</script>',
    '<iframe srcdoc="x"></iframe><object data="x"></object>',
    '<svg><a href="javascript:alert(1)">x</a></svg>'
  ])('shows nothing of %s', async evil => {
    await show(evil);
    expect(stage.node.querySelector('img, svg, iframe, object, a')).toBeNull();
    expect(stage.node.textContent).toBe('');
  });

  it('keeps only the words of links, forms and handlers', async () => {
    await show(
      '<a href="javascript:alert(1)" onclick="x">click</a><form action="x"><input value="y"><button>go</button></form>'
    );
    expect(stage.node.textContent).toBe('clickgo');
    expect(
      stage.node.querySelector('a, form, input, button, [onclick]')
    ).toBeNull();
  });

  it.each(['', '<p>other</p>', '<div class="jp-Offload-outputs"></div>'])(
    'shows nothing where nothing was kept: %s',
    async html => {
      await stage.show(<SavedOutputs html={html} job={null} trans={trans} />);
      expect(stage.node.textContent).toBe('');
    }
  );
});
