import "@fontsource-variable/inter";
import "../src/tokens.css";
import { createApp } from "vue";
import GridStory from "./GridStory.vue";

createApp(GridStory).mount("#story");
