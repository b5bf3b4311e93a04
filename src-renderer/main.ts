import { mount } from 'svelte';
import App from './App.svelte';
import { createDesk } from './lib/desk.ts';
import { Workspace } from './state/workspace.svelte.ts';

const workspace = new Workspace(createDesk(window.exhibit));
mount(App, { target: document.getElementById('app')!, props: { workspace } });
