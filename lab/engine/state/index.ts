export type {
  CustomTimeouts,
  Deployment,
  PendingOperation,
  PendingType,
  ResourceState,
} from "./resource";
export type {
  DropRecord,
  JournalRecord,
  OpenOptions,
  Passphrase,
  PendingRecord,
  PutRecord,
  SessionEnd,
  SettledRecord,
  StackSummary,
  StateSession,
  StateView,
  UpdateSummary,
} from "./types";
