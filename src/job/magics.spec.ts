import offered from '../../jupyterlab_offload/tests/cells/offered.vectors.json';
import { attachLine, getLine, saveLogLines, showLine } from './magics';

const JOB = { backend: 'aws', name: 'train-1' };

/** tests/cells/test_offered.py runs them in a kernel. */
it('writes the lines that are known to work', () => {
  expect({
    job: offered.job,
    attachLine: attachLine(offered.job),
    getLine: getLine(offered.job, 'made'),
    showLine: showLine(offered.job),
    saveLogLines: saveLogLines(offered.job)
  }).toEqual(offered);
});

describe('getLine', () => {
  it('names the job and where it runs: others may have made the same name', () => {
    expect(getLine(JOB, 'model')).toBe(
      '%offload get model --job train-1 --backend aws'
    );
    expect(getLine(JOB, 'größe')).toContain('get größe --job');
  });

  it('names a file by its path, in quotes where it needs them', () => {
    expect(getLine(JOB, 'out/model-1.pt')).toContain(
      'get out/model-1.pt --job'
    );
    expect(getLine(JOB, 'a #1.csv')).toContain("get 'a #1.csv' --job");
  });

  it.each([
    null,
    'a {b}',
    "a'b",
    '../a',
    'x; import os',
    'x\nimport os',
    '--job',
    ''
  ])('brings all where no variable can be named: %j', name => {
    expect(getLine(JOB, name)).toBe('%offload attach train-1 --backend aws');
  });
});

describe('attachLine', () => {
  it.each(['x y', '-x', 'a\nimport os', '$(ls)', '', 'a'.repeat(65)])(
    'writes no backend that can be none: %j',
    backend => {
      expect(attachLine({ ...JOB, backend })).toBe('%offload attach train-1');
      expect(showLine({ ...JOB, backend })).toBe('%offload show train-1');
      expect(saveLogLines({ ...JOB, backend })).toBeNull();
      expect(getLine({ ...JOB, backend }, 'x')).toBe(
        '%offload get x --job train-1'
      );
    }
  );

  it.each(['x y', '-x', 'a\nimport os', 'a;b', ''])(
    'writes no job that can be none: %j',
    name => {
      expect(() => attachLine({ ...JOB, name })).toThrow('no name of a job');
      expect(() => getLine({ ...JOB, name }, 'x')).toThrow('no name of a job');
      expect(() => showLine({ ...JOB, name })).toThrow('no name of a job');
      expect(() => saveLogLines({ ...JOB, name })).toThrow('no name of a job');
    }
  );
});
