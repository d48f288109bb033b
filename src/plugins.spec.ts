import { readFileSync, readdirSync } from 'node:fs';
import { ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IRunningSessionManagers } from '@jupyterlab/running';
import { ServerConnection } from '@jupyterlab/services';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import plugins, { IConfigModel, IJobs } from './index';
import { FakeJobStore } from './jobs/testing';

const NEVER = new Promise<never>(() => {});

/** Everything that a plugin may ask for; what it does with it is noted. */
class Page {
  readonly commands = new CommandRegistry();
  readonly done: string[] = [];
  readonly widgets: Widget[] = [];
  readonly services: ReadonlyMap<Token<unknown>, unknown>;

  constructor() {
    const note =
      (what: string) =>
      (...args: unknown[]): void => {
        this.done.push(`${what} ${args.filter(Private.isText).join(' ')}`);
      };
    const signal = () => new Signal<object, unknown>({});
    const settings = { get: () => ({}), changed: signal() };
    this.services = new Map<Token<unknown>, unknown>([
      [
        IConfigModel,
        {
          state: { phase: 'loading' },
          changed: signal(),
          refresh: async () => {}
        }
      ],
      [IJobs, { ready: NEVER, load: async () => new FakeJobStore() }],
      [
        INotebookTracker,
        {
          currentWidget: null,
          widgetAdded: signal(),
          currentChanged: signal(),
          activeCellChanged: signal(),
          selectionChanged: signal(),
          forEach: () => {}
        }
      ],
      [
        ICommandPalette,
        {
          addItem: ({ command }: { command: string }) =>
            note('palette')(command)
        }
      ],
      [
        ILayoutRestorer,
        {
          add: (_: unknown, name: string) => note('restorer')(name),
          restore: async (_: unknown, { command }: { command: string }) =>
            note('restorer')(command)
        }
      ],
      [IRenderMimeRegistry, { addFactory: note('renderer') }],
      [IRunningSessionManagers, { add: note('running') }],
      [
        ISettingRegistry,
        {
          load: async (id: string) => {
            note('settings')(id);
            return settings;
          }
        }
      ],
      [IStatusBar, { registerStatusItem: note('status') }],
      [
        ITranslator,
        {
          load: (domain: string) => {
            note('translator')(domain);
            return nullTranslator.load(domain);
          }
        }
      ]
    ]);
  }

  /** Activate a plugin with what it requires, and of the rest what is given. */
  activate(
    plugin: JupyterFrontEndPlugin<unknown>,
    optional: readonly Token<unknown>[]
  ): unknown {
    const required = (plugin.requires ?? []).map(token => {
      expect(this.services.has(token)).toBe(true);
      return this.services.get(token);
    });
    const others = (plugin.optional ?? []).map(token =>
      optional.includes(token) ? (this.services.get(token) ?? {}) : null
    );
    const app = {
      commands: this.commands,
      restored: NEVER,
      serviceManager: { serverSettings: ServerConnection.makeSettings() },
      shell: {
        add: (widget: Widget, area: string) => {
          this.widgets.push(widget);
          this.done.push(`shell ${area}`);
        },
        activateById: () => {}
      }
    } as unknown as JupyterFrontEnd;
    return plugin.activate(app, ...required, ...others);
  }

  get ours(): string[] {
    return this.commands.listCommands().filter(id => id.startsWith('offload:'));
  }

  dispose(): void {
    this.widgets.forEach(widget => widget.dispose());
  }
}

interface IWiring {
  /** Commands that are there with none of what is optional. */
  readonly alone?: readonly string[];
  /** Commands that are there with all of it. */
  readonly commands?: readonly string[];
  /** What is done with it, and where something is shown. */
  readonly done?: readonly string[];
}

const TRANSLATED = 'translator jupyterlab_offload';

const WIRING: Readonly<Record<string, IWiring>> = {
  config: {},
  compatibility: { done: [TRANSLATED] },
  jobs: {},
  status: {
    alone: ['offload:show-backend'],
    commands: ['offload:show-backend'],
    done: [
      TRANSLATED,
      'palette offload:show-backend',
      'status jupyterlab-offload:status',
      'settings jupyterlab-offload:status'
    ]
  },
  card: { done: [TRANSLATED, 'renderer '] },
  'job-view': {
    commands: ['offload:open-job'],
    done: [TRANSLATED, 'restorer offload:open-job']
  },
  'job-commands': {
    commands: [
      'offload:stop-job',
      'offload:go-to-cell',
      'offload:run-cell-again',
      'offload:get-results',
      'offload:open-file',
      'offload:show-outputs',
      'offload:attach-job',
      'offload:copy-magic'
    ],
    done: [TRANSLATED]
  },
  sidebar: {
    commands: ['offload:show-jobs'],
    done: [
      TRANSLATED,
      'shell left',
      'restorer jp-Offload-sidebar',
      'palette offload:show-jobs'
    ]
  },
  submit: {
    alone: ['offload:cell', 'offload:selected-cells'],
    commands: ['offload:cell', 'offload:selected-cells'],
    done: [TRANSLATED, 'palette offload:cell', 'palette offload:selected-cells']
  },
  'notebook-path': {},
  running: {
    done: [TRANSLATED, 'running ', 'settings jupyterlab-offload:running']
  }
};

/** All plugins, by the last word of their ids. */
const named = plugins.map(plugin => {
  const name = plugin.id.replace('jupyterlab-offload:', '');
  return [name, plugin as JupyterFrontEndPlugin<unknown>] as const;
});

describe('the plugins', () => {
  let page: Page;

  beforeEach(() => {
    page = new Page();
  });

  afterEach(() => {
    page.dispose();
  });

  it('are those that are described here', () => {
    expect(named.map(([name]) => name)).toEqual(Object.keys(WIRING));
  });

  it.each(named)(
    '%s starts where nothing optional is there',
    (name, plugin) => {
      page.activate(plugin, []);
      expect(page.ours).toEqual(WIRING[name].alone ?? []);
    }
  );

  it.each(named)('%s uses all that is there', (name, plugin) => {
    const provided = page.activate(plugin, plugin.optional ?? []);
    const { commands = [], done = [] } = WIRING[name];
    expect(page.ours).toEqual(commands);
    expect(page.done).toEqual(done);
    expect(provided !== undefined).toBe(Boolean(plugin.provides));
  });

  // In Jupyter Notebook, and where other extensions are switched off.
  const lacking = named.flatMap(([name, plugin]) =>
    (plugin.optional ?? []).map(
      token => [name, token.name.split(':')[1], token, plugin] as const
    )
  );

  it.each(lacking)('%s starts without %s', (_, __, token, plugin) => {
    const others = (plugin.optional ?? []).filter(one => one !== token);
    page.activate(plugin, others);
    const all = new Page();
    all.activate(plugin, plugin.optional ?? []);
    all.dispose();
    expect(all.ours).toEqual(expect.arrayContaining(page.ours));
  });

  it('show the backend in the menu bar where there is no status bar', () => {
    const { status } = Object.fromEntries(named);
    page.activate(status, []);
    expect(page.done).toEqual(['shell menu']);
  });

  it('have the commands that menus, toolbars and shortcuts name', () => {
    for (const [, plugin] of named) {
      page.activate(plugin, plugin.optional ?? []);
    }
    for (const file of readdirSync('schema')) {
      const text = readFileSync(`schema/${file}`, 'utf8');
      expect(Object.keys(WIRING)).toContain(file.replace('.json', ''));
      for (const [, command] of text.matchAll(/"command": "(.+?)"/g)) {
        expect(page.ours).toContain(command);
      }
    }
  });

  it('describe each command, with its arguments', async () => {
    for (const [, plugin] of named) {
      page.activate(plugin, plugin.optional ?? []);
    }
    for (const id of page.ours) {
      expect(page.commands.label(id)).not.toBe('');
      expect(page.commands.caption(id)).not.toBe('');
      expect(await page.commands.describedBy(id)).toMatchObject({
        args: { type: 'object' }
      });
    }
  });
});

namespace Private {
  export function isText(value: unknown): value is string {
    return typeof value === 'string';
  }
}
