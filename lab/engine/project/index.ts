export { checkStackName } from "../values/stack-name";
export { type ConfigOptions, configFile, loadStackConfig } from "./config";
export { type EditOptions, removeConfig, type SetOptions, setConfig } from "./edit-config";
export { loadProject } from "./project";
export type {
  ConfigValue,
  Project,
  ProjectConfig,
  Runtime,
  RuntimeOptions,
  StackConfig,
} from "./types";
