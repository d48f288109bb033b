import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { formatDollars, formatDuration } from '../components/format';
import type { Limit, SubmitForm } from './form';
import { formatPrice } from './units';

/** In a shorter job what comes on top of the run is a good part of the cost. */
const SHORT_SECONDS = 1800;

export interface ILimitsProps {
  readonly form: SubmitForm;
  readonly trans: TranslationBundle;
}

/** The ceilings, and what the job can come to. */
export function Limits({ form, trans }: ILimitsProps): JSX.Element {
  return (
    <div className="jp-Offload-limits">
      <Field
        form={form}
        limit="--max-cost"
        label={trans.__('At most, in dollars')}
        hint={trans.__('no ceiling')}
        error={trans.__('Write an amount such as 1.50.')}
      />
      <Field
        form={form}
        limit="--max-runtime"
        label={trans.__('At most, in minutes')}
        hint="60"
        error={trans.__(
          'Write minutes, or a duration such as 1h30m; 28 days at most.'
        )}
      />
      <p
        className={
          form.phase === 'ready'
            ? 'jp-Offload-worst'
            : 'jp-Offload-worst jp-mod-stale'
        }
        aria-live="polite"
      >
        {worstText(form, trans)}
      </p>
    </div>
  );
}

function Field(props: {
  form: SubmitForm;
  limit: Limit;
  label: string;
  hint: string;
  error: string;
}): JSX.Element {
  const { form, limit } = props;
  const invalid = form.isInvalid(limit);
  const id = `jp-Offload${limit}`;
  return (
    <div className="jp-Offload-field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        className="jp-mod-styled"
        inputMode="decimal"
        autoComplete="off"
        placeholder={props.hint}
        value={form.limit(limit)}
        onChange={event => form.setLimit(limit, event.target.value)}
        aria-invalid={invalid}
        aria-describedby={invalid ? `${id}-error` : undefined}
      />
      {invalid && (
        <span id={`${id}-error`} className="jp-Offload-error">
          {props.error}
        </span>
      )}
    </div>
  );
}

/** What a job of this plan costs at most; for a local one what it would cost. */
function worstText(form: SubmitForm, trans: TranslationBundle): string {
  const { plan } = form;
  if (!plan?.limits || form.invalid.length > 0) {
    return '';
  }
  const { worst_case: worst, per_hour: perHour, expected } = plan.cost;
  if (worst === null || perHour === null) {
    return plan.backend?.paid
      ? trans.__('What it costs is not known: the type has no known price.')
      : trans.__('Costs nothing: it runs on this machine.');
  }
  const { seconds, enough } = plan.limits;
  if (enough) {
    return trans.__(
      'Costs nothing here, and may run for %1. On AWS this ceiling would be refused as too low: it would have to be %2 at least.',
      formatDuration(seconds, trans),
      formatPrice(enough)
    );
  }
  const sum =
    seconds % 60 !== 0
      ? trans.__(
          '%1 at most, for %2 at %3 per hour.',
          formatDollars(worst),
          formatDuration(seconds, trans),
          formatPrice(perHour)
        )
      : trans._n(
          '%2 at most, for %1 minute at %3 per hour.',
          '%2 at most, for %1 minutes at %3 per hour.',
          seconds / 60,
          formatDollars(worst),
          formatPrice(perHour)
        );
  // Without a word on what comes on top, the sum of a short job looks wrong.
  const top =
    seconds < SHORT_SECONDS
      ? ` ${trans.__('Its disk and the minutes of its end are counted in.')}`
      : '';
  const last =
    expected === null
      ? ` ${trans.__('What it will cost is known after a first run.')}`
      : ` ${trans.__('About %1 if it takes as long as last time.', formatDollars(expected))}`;
  return plan.backend?.paid
    ? sum + top + last
    : trans.__('Costs nothing here. On AWS it would be: %1', sum + top + last);
}
