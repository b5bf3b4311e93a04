/** Under this name the preload tells the app which files the examiner dropped on the page; the page itself cannot. */
export const droppedChannel = 'exhibit:dropped';
