var o=async(e,t,a,n)=>e+"related/"+encodeURIComponent(t=="id"?a:(await n("address")).pageHash(a))+".json",s=async(e,t,a)=>(await t.part("find")).default(e,a);export{o as related,s as searchSource};
