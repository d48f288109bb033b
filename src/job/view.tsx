import '../../style/parts.css';
import '../../style/job.css';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import React from 'react';
import { Guard } from '../components/guard';
import { offloadIcon } from '../icon';
import type { IJob } from '../jobs/interfaces';
import { ViewBody } from './viewBody';

const TABS = ['log', 'metrics', 'files', 'details'] as const;
export type Tab = (typeof TABS)[number];

/** Whether a command's argument names a tab. */
export function isTab(value: unknown): value is Tab {
  return TABS.some(tab => tab === value);
}

/** A job's view, ready for the main area. */
export function createView(
  id: string,
  options: JobView.IOptions
): MainAreaWidget<JobView> {
  const widget = new MainAreaWidget({ content: new JobView(options) });
  widget.id = id;
  // What it offers stands beside what it is about.
  widget.toolbar.hide();
  return widget;
}

/** One job in the main area. */
export class JobView extends ReactWidget {
  constructor(private readonly _options: JobView.IOptions) {
    super();
    const { job } = _options;
    this.addClass('jp-Offload-job');
    this.title.label = job.id.name;
    this.title.caption = `${job.id.name}, ${job.id.backend}`;
    this.title.icon = offloadIcon;
    this.title.closable = true;
  }

  get job(): IJob {
    return this._options.job;
  }

  /** Which of its sides is in front. */
  get tab(): Tab {
    return this._tab;
  }

  set tab(tab: Tab) {
    if (tab !== this._tab) {
      this._tab = tab;
      this.update();
      this._tabChanged.emit();
    }
  }

  get tabChanged(): ISignal<JobView, void> {
    return this._tabChanged;
  }

  protected override render(): React.ReactElement {
    const { job, trans } = this._options;
    return (
      <Guard trans={trans}>
        <ViewBody
          job={job}
          tab={this._tab}
          tabs={TABS}
          onTab={tab => {
            this.tab = tab;
          }}
          trans={trans}
        />
      </Guard>
    );
  }

  private _tab: Tab = 'log';
  private readonly _tabChanged = new Signal<this, void>(this);
}

export namespace JobView {
  export interface IOptions {
    readonly job: IJob;
    readonly trans: TranslationBundle;
  }
}
