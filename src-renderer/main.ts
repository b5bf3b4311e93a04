import { mount } from 'svelte';
import App from './App.svelte';
import { createDesk } from './lib/desk.ts';
import { FramePort } from './lib/frame-port.ts';
import { Workspace } from './state/workspace.svelte.ts';

const workspace = new Workspace(createDesk(window.exhibit, new FramePort(window)));
mount(App, { target: document.getElementById('app')!, props: { workspace } });
