import '../../style/parts.css';
import '../../style/sidebar.css';
import React, { useEffect, useMemo, useRef, useState } from 'react';
import { useHeld, useOnScreen, useSignal, useTick } from '../components/hooks';
import { Empty, NoMatch } from './empty';
import { Filters } from './filters';
import { useHere } from './here';
import { JobList } from './jobList';
import { DEFAULT_CHOICE, filterOf, isAllOfMine } from './model';
import { isShared, whoseOf } from './whose';
import type { IChoice } from './model';
import { Overview } from './overview';
import { RowMenu } from './rowMenu';
import type { Sidebar } from './sidebar';
import type { IJobStore } from '../tokens';

/** All of the sidebar: what it costs, what is looked for, the jobs. */
export function SidebarBody(
  props: Omit<Sidebar.IOptions, 'jobs'> & { readonly store: IJobStore }
): React.ReactElement {
  const { commands, config, store, tracker, trans } = props;
  const element = useRef<HTMLDivElement>(null);
  const seen = useOnScreen(element);
  const [choice, setChoice] = useState<IChoice>(DEFAULT_CHOICE);
  useSignal(config.changed);
  const listed = useSignal(store.changed);
  const changed = useSignal(store.jobChanged);
  useHeld(seen, () => store.watch(), store);
  useTick(seen && store.spend().active > 0);

  const here = useHere(tracker);
  const jobs = useMemo(
    // Not at each tick of the clock: there may be ten thousand.
    () => store.query(filterOf(choice, here), choice.sort),
    [store, choice, here, listed, changed]
  );
  const everybody = choice.whose !== 'mine';
  useEffect(() => {
    store.everybody = everybody;
  }, [store, everybody]);
  const shared = isShared(config);
  const whose = useMemo(
    () => whoseOf(store, shared, trans),
    [store, store.jobs, store.owner, shared, trans]
  );
  const menu = useMemo(() => new RowMenu(commands), [commands]);
  const onOlder = store.hasMore ? () => void store.more() : null;
  const showEverybody = () => setChoice({ ...choice, whose: 'all' });
  return (
    <div ref={element} className="jp-Offload-sidebarBody">
      <Overview
        config={config}
        store={store}
        everybody={everybody}
        here={here}
        trans={trans}
      />
      {store.jobs.length === 0 ? (
        <Empty
          commands={commands}
          health={store.health}
          onEverybody={shared && !everybody ? showEverybody : null}
          trans={trans}
        />
      ) : (
        <>
          <Filters
            choice={choice}
            whose={whose}
            hasNotebook={here !== null}
            onChange={setChoice}
            trans={trans}
          />
          {jobs.length === 0 ? (
            <NoMatch
              allOfMine={isAllOfMine(choice, here)}
              onEverybody={showEverybody}
              onAll={() => setChoice(DEFAULT_CHOICE)}
              onOlder={onOlder}
              trans={trans}
            />
          ) : (
            <JobList
              jobs={jobs}
              sort={choice.sort}
              menu={menu}
              showsOwner={everybody}
              more={onOlder}
              trans={trans}
            />
          )}
        </>
      )}
    </div>
  );
}
