var o=async(a,{id:e,url:t},n)=>a+"related/"+encodeURIComponent(e??(await n("address")).pageHash(t))+".json",s=async(a,e,t)=>(await e.part("find")).default(a,t);export{o as related,s as searchSource};
