export * from "./apps";
export * from "./global";
export * from "./logs";
export * from "./network";
export * from "./notification";
export * from "./storage";
