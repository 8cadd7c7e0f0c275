export * from "./logs";
export * from "./storage";
