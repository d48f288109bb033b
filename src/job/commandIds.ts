/** Commands about one job. Their arguments are described where they are added. */
export namespace CommandIDs {
  export const open = 'offload:open-job';
  export const stop = 'offload:stop-job';
  export const goToCell = 'offload:go-to-cell';
  export const runAgain = 'offload:run-cell-again';
  export const getResults = 'offload:get-results';
  export const openFile = 'offload:open-file';
  export const showOutputs = 'offload:show-outputs';
  export const attach = 'offload:attach-job';
  export const copyMagic = 'offload:copy-magic';
}
