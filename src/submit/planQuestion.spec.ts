import { MagicLine } from './magicLine';
import { OtherVersionError, planExpression, readPlan } from './planQuestion';
import { planOf } from './testing';

const MIME = 'application/vnd.jupyterlab-offload.plan.v1+json';

describe('planExpression', () => {
  it('has what runs, the line and the ids, each as Python strings', () => {
    const cells = [
      { id: 'a-1', source: '%%offload m5.large\nx = "\\n"\n' },
      { id: 'b-2', source: "y = 'é' # \u2028" }
    ];
    expect(planExpression(cells, MagicLine.parse('--tag "a=b c"'))).toBe(
      '__import__("jupyterlab_offload").plan(' +
        '["x = \\"\\\\n\\"\\n","y = \'é\' # \u2028"], ' +
        '"--tag \\"a=b c\\"", ["a-1","b-2"])'
    );
  });
});

describe('readPlan', () => {
  it('takes a plan of the version that it knows', () => {
    const plan = planOf();
    expect(readPlan({ status: 'ok', data: { [MIME]: plan } })).toBe(plan);
  });

  it('passes on what the kernel says', () => {
    const answer = { status: 'error', ename: 'OffloadError', evalue: 'No.' };
    expect(() => readPlan(answer)).toThrow('No.');
  });

  it.each([
    undefined,
    null,
    { status: 'ok', data: { 'text/plain': 'x' } },
    { status: 'ok', data: { [MIME]: { version: 2 } } },
    { status: 'ok', data: { [MIME]: 'plan' } }
  ])('refuses %j', answer => {
    expect(() => readPlan(answer)).toThrow(OtherVersionError);
  });
});
